using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Towns;

/// <summary>Reads <c>town.json</c>.</summary>
internal static class TownJson
{
    private const string Weekdays = "日月火水木金土";

    public static readonly string[] KnownServices = ["bulky-waste", DamageFiles.Service, SchoolFiles.Service];

    private static readonly string[] KnownMethods = ["card", "konbini", "paypay"];

    public static TownProfile Read(JsonSection json, string folder)
    {
        var kind = json.Text("kind") switch
        {
            "town" => TownKind.Town,
            "union" => TownKind.Union,
            _ => Unknown(json),
        };
        var id = Id(json, folder);
        var profile = new TownProfile
        {
            Id = id,
            Kind = kind,
            Name = json.Words("name", Limits.Label),
            Kana = Kana(json),
            Region = json.Text("region", Limits.Label),
            Office = Office(json.Section("office")),
            Emergency = json.Words("emergency"),
            Colours = Colours(json.Section("colours")),
            Languages = Languages(json),
            Services = kind == TownKind.Town ? Services(json) : [.. json.Texts("services", KnownServices).Select(s => new ServiceSwitch(s, id))],
            Members = kind == TownKind.Union ? Members(json) : [],
            Payment = kind == TownKind.Town ? Payment(json.Section("payment")) : null,
            Warnings = kind == TownKind.Town ? WarningTermsJson.Read(json) : null,
            Areas = [],
            Closings = [],
            Wording = [],
            RichMenus = [],
        };
        json.End();
        return profile;
    }

    /// <summary>Reads <c>月火水</c>; anything else leaves a fault.</summary>
    internal static IEnumerable<DayOfWeek> Days(string text, Action<string> fault)
    {
        if (text.Length > 0 && text.Any(c => !Weekdays.Contains(c, StringComparison.Ordinal)))
        {
            fault($"「{text}」は曜日ではありません。月火水木金土日 の字だけで書いてください。");
        }

        return text.Select(c => Weekdays.IndexOf(c, StringComparison.Ordinal)).Where(i => i >= 0).Select(i => (DayOfWeek)i);
    }

    private static TownKind Unknown(JsonSection json)
    {
        json.Fault("kind", "town（市町村）か union（組合）と書いてください。");
        return TownKind.Town;
    }

    private static TownId Id(JsonSection json, string folder)
    {
        var text = json.Text("id");
        if (!TownId.TryParse(text, out var id))
        {
            json.Fault("id", "半角の英小文字で始め、英小文字・数字・ハイフンで2～31文字にしてください。");
        }
        else if (text != folder)
        {
            json.Fault("id", $"フォルダーの名前「{folder}」と同じにしてください。");
        }

        return id;
    }

    private static string Kana(JsonSection json)
    {
        var kana = json.Text("kana", Limits.Title);
        if (kana.Length > 0 && !Limits.IsKana(kana))
        {
            json.Fault("kana", $"「{kana}」はひらがなだけではありません。ひらがなで書いてください。");
        }

        return kana;
    }

    private static Office Office(JsonSection json)
    {
        var office = new Office
        {
            Desk = json.Words("desk", Limits.Title),
            Telephone = json.Telephone("telephone"),
            Address = json.Words("address", 100),
            Website = Website(json),
            Hours = [.. json.Sections("hours").SelectMany(Hours)],
            HoursText = json.Words("hoursText", 120),
        };
        if (office.Hours.Count == 0)
        {
            json.Fault("hours", "開いている時間がありません。1つ以上書いてください。");
        }

        json.End();
        return office;
    }

    private static Uri Website(JsonSection json)
    {
        var text = json.Text("website");
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps)
        {
            return address;
        }

        if (text.Length > 0)
        {
            json.Fault("website", $"「{text}」は https:// で始まる住所（URL）ではありません。");
        }

        return new Uri("https://invalid.invalid/");
    }

    private static IEnumerable<OpenHours> Hours(JsonSection json)
    {
        var days = Days(json.Text("days"), why => json.Fault("days", why)).ToList();
        var (from, to) = (json.Time("from"), json.Time("to"));
        if (from >= to)
        {
            json.Fault("to", "from より後の時刻にしてください。");
        }

        json.End();
        return days.Select(day => new OpenHours(day, from, to));
    }

    private static Colours Colours(JsonSection json)
    {
        var colours = new Colours(json.Text("primary"), json.Text("onPrimary"));
        foreach (var (key, colour) in (ReadOnlySpan<(string, string)>)[("primary", colours.Primary), ("onPrimary", colours.OnPrimary)])
        {
            if (colour.Length > 0 && !Contrast.IsColour(colour))
            {
                json.Fault(key, $"「{colour}」は色ではありません。#1F4E79 のように書いてください。");
            }
        }

        if (Contrast.IsColour(colours.Primary) && Contrast.IsColour(colours.OnPrimary)
            && Contrast.Between(colours.Primary, colours.OnPrimary) is var contrast and < Contrast.Readable)
        {
            json.Fault("onPrimary", FormattableString.Invariant(
                $"文字が読みにくい色の組み合わせです（コントラスト比 {contrast:0.0}）。{Contrast.Readable} 以上になるよう、どちらかの色を変えてください。"));
        }

        json.End();
        return colours;
    }

    private static Items<Language> Languages(JsonSection json)
    {
        var tags = json.Texts("languages", [.. Language.Offered.Select(o => o.Language.Tag)]);
        foreach (var needed in Language.Complete.Where(l => !tags.Contains(l.Tag, StringComparer.Ordinal)))
        {
            json.Fault("languages", $"「{needed.Tag}」を加えてください。日本語・やさしい日本語・英語は必ず使います。");
        }

        return [.. tags.Select(t => new Language(t))];
    }

    private static Items<ServiceSwitch> Services(JsonSection json)
    {
        var services = new List<ServiceSwitch>();
        foreach (var service in json.Sections("services"))
        {
            var name = service.Text("name");
            if (name.Length > 0 && !KnownServices.Contains(name, StringComparer.Ordinal))
            {
                service.Fault("name", $"「{name}」というサービスはありません。使えるもの: {string.Join(", ", KnownServices)}");
            }

            var text = service.Text("operator");
            if (text.Length > 0 && !TownId.TryParse(text, out _))
            {
                service.Fault("operator", "実施する組合か町のフォルダーの名前を書いてください。");
            }

            service.End();
            if (TownId.TryParse(text, out var id))
            {
                services.Add(new ServiceSwitch(name, id));
            }
        }

        return [.. services];
    }

    private static Items<TownId> Members(JsonSection json)
    {
        var members = new List<TownId>();
        foreach (var text in json.Texts("members"))
        {
            if (TownId.TryParse(text, out var member))
            {
                members.Add(member);
            }
            else
            {
                json.Fault("members", $"「{text}」は町のフォルダーの名前ではありません。");
            }
        }

        return [.. members];
    }

    private static PaymentTerms Payment(JsonSection json)
    {
        // a konbini voucher can live for 1 to 60 days
        var terms = new PaymentTerms([.. json.Texts("methods", KnownMethods)], json.Number("payDays", 1, 60), json.CutOff("cutOff"));
        if (terms.Methods.Count == 0)
        {
            json.Fault("methods", $"支払い方法を1つ以上書いてください。使えるもの: {string.Join(", ", KnownMethods)}");
        }

        json.End();
        return terms;
    }
}
