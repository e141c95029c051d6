using System.Globalization;

namespace Bot.Infrastructure.BulkyWaste;

/// <summary>What payments for a request are called: the request's id, and from the second time on which time money was asked for.</summary>
internal static class PaymentSubject
{
    public static string Of(Guid request, int part) =>
        part == 1 ? RequestLife.Subject(request) : string.Create(CultureInfo.InvariantCulture, $"{request:n}.{part}");

    public static (Guid Request, int Part) Read(string subject) => subject.Split('.') switch
    {
        [var id] => (Guid.ParseExact(id, "n"), 1),
        [var id, var part] => (Guid.ParseExact(id, "n"), int.Parse(part, NumberStyles.None, CultureInfo.InvariantCulture)),
        _ => throw new InvalidDataException("no request's payment is called so"),
    };
}
