using System.Security.Cryptography;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Line.Messages;

namespace Bot.Infrastructure.Towns;

/// <summary>Reads <c>richmenu/</c>: an object, a drawing and the picture made from it for each language.</summary>
internal static class RichMenuFolder
{
    public static Items<TownMenu> Read(string folder, TownProfile profile, FaultList faults)
    {
        var menus = new List<TownMenu>();
        var place = Path.Combine(folder, "richmenu");
        var files = Directory.Exists(place) ? Directory.GetFiles(place, "*.json").Order(StringComparer.Ordinal).ToList() : [];
        foreach (var file in files)
        {
            var name = Path.GetFileNameWithoutExtension(file);
            var tag = name.Split('.', 2) is [_, var t] ? t : "";
            if (!profile.Languages.Contains(new Language(tag)))
            {
                faults.Add(file, null, null, "名前は main.ja.json のように、使う言葉で終わるようにしてください。");
            }
            else if (JsonAt.Read(file, faults) is { } json)
            {
                var menu = RichMenuJson.Read(new JsonSection(file, json, faults), profile);
                var picture = Path.ChangeExtension(file, ".png");
                RichMenuPicture.Check(picture, (menu.Width, menu.Height), faults);
                menus.Add(new TownMenu(name, new Language(tag), menu, picture, Hash(menu, picture)));
            }
        }

        foreach (var language in Language.Complete.Where(l => !files.Exists(f => Path.GetFileName(f) == $"main.{l.Tag}.json")))
        {
            faults.Add(Path.Combine(place, $"main.{language.Tag}.json"), null, null, "ファイルがありません。日本語・やさしい日本語・英語のメニューが要ります。");
        }

        return [.. menus];
    }

    private static string Hash(RichMenu menu, string picture)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(RichMenuWriter.Bytes(menu).Span);
        hash.AppendData(File.Exists(picture) ? File.ReadAllBytes(picture) : []);
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }
}
