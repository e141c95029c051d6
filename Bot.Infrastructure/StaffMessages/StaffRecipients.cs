using Bot.Domain.Kernel;
using Bot.Domain.StaffMessages;
using Npgsql;

namespace Bot.Infrastructure.StaffMessages;

/// <summary>Finds where a message goes at this moment: groups may have left, a web hook may not be set up.</summary>
public static class StaffRecipients
{
    /// <returns>Channel, address, and what may be shown of the address.</returns>
    public static async Task<IReadOnlyList<(string Channel, string Address, string Shown)>> Of(
        NpgsqlTransaction tx, TownId town, string department, Items<Recipient> to, CancellationToken stop)
    {
        var found = new List<(string, string, string)>();
        foreach (var one in to)
        {
            switch (one)
            {
                case Recipient.Mail(var address):
                    found.Add(("mail", address, address));
                    break;
                case Recipient.Groups:
                    found.AddRange((await StaffGroupTable.Of(tx, town, department, stop)).Select(g => ("line", g.GroupId, g.GroupId)));
                    break;
                case Recipient.Hook when await StaffHookTable.Host(tx, town, department, stop) is { } host:
                    found.Add(("hook", department, host));
                    break;
            }
        }

        return found;
    }
}
