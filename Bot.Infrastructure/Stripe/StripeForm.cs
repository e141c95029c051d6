using System.Collections;
using System.Globalization;
using System.Text;

namespace Bot.Infrastructure.Stripe;

/// <summary>Nested parameters as Stripe reads them: <c>line_items[0][price_data][currency]=jpy</c>.</summary>
public static class StripeForm
{
    /// <summary>Null is left out; an empty text stays, since it unsets a value there.</summary>
    public static string Encode(IReadOnlyDictionary<string, object?> parameters)
    {
        var form = new StringBuilder();
        foreach (var (name, value) in parameters)
        {
            Append(form, Uri.EscapeDataString(name), value);
        }

        return form.ToString();
    }

    private static void Append(StringBuilder form, string path, object? value)
    {
        switch (value)
        {
            case null:
                return;
            case IReadOnlyDictionary<string, object?> inner:
                foreach (var (name, each) in inner)
                {
                    Append(form, $"{path}[{Uri.EscapeDataString(name)}]", each);
                }

                return;
            case IEnumerable list and not string:
                var index = 0;
                foreach (var each in list)
                {
                    Append(form, string.Create(CultureInfo.InvariantCulture, $"{path}[{index++}]"), each);
                }

                return;
            default:
                form.Append(form.Length == 0 ? "" : "&").Append(path).Append('=').Append(Uri.EscapeDataString(Text(value)));
                return;
        }
    }

    private static string Text(object value) => value switch
    {
        string text => text,
        bool truth => truth ? "true" : "false",
        int or long => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture),
        DateTimeOffset at => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        Guid id => id.ToString("D"),
        _ => throw new ArgumentException($"{value.GetType().Name} cannot stand in a form", nameof(value)),
    };
}
