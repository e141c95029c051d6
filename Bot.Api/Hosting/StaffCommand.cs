using Bot.Api.Console.SignIn;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Staff;

namespace Bot.Api.Hosting;

/// <summary><c>Bot.Api staff invite-first TOWN</c>: a one-time link by which a town's first administrator sets up their account. With an administrator there it prints nothing.</summary>
public static class StaffCommand
{
    public static async Task<int> Run(string[] words, IConfiguration settings, TextWriter output, TextWriter errors, TimeProvider clock, CancellationToken stop)
    {
        if (words is not ["invite-first", var slug, ..] || !TownId.TryParse(slug, out var town))
        {
            await errors.WriteLineAsync("使い方: staff invite-first <町>");
            return 2;
        }

        if (!Uri.TryCreate(settings["PublicBaseUrl"], UriKind.Absolute, out var home))
        {
            await errors.WriteLineAsync("PublicBaseUrl に、このシステムの住所を入れてください。");
            return 1;
        }

        await using var database = Database.Open(settings.GetConnectionString("Bot") ?? throw new InvalidOperationException("ConnectionStrings__Bot is missing"));
        var departments = await database.ReadInTown(town, tx => StaffSearch.Departments(tx, town, stop), stop);
        if (departments.Count == 0)
        {
            await errors.WriteLineAsync($"{slug} には課がありません。町の名前を確かめ、先に「database prepare」を実行してください。");
            return 1;
        }

        if (await database.InTown(town, tx => InvitationDesk.First(tx, town, clock.GetUtcNow(), stop), stop) is not { } token)
        {
            await errors.WriteLineAsync($"{slug} には、もう管理者がいます。新しい職員は、管理者が職員画面から招待します。");
            return 3;
        }

        await output.WriteLineAsync(InvitationDesk.Address(home, town, token));
        return 0;
    }
}
