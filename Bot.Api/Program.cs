using Bot.Api.Hosting;

return args switch
{
    ["database", .. var words] => await DatabaseCommand.Run(words, House.Settings(args), Console.Out),
    ["town", .. var words] => await TownCommand.Run(words, House.Settings(args), Console.Out, TimeProvider.System, CancellationToken.None),
    ["payments", .. var words] => await PaymentsCommand.Run(words, House.Settings(args), Console.Out, CancellationToken.None),
    ["audit", .. var words] => await AuditCommand.Run(words, House.Settings(args), Console.Out, CancellationToken.None),
    ["keys", .. var words] => await KeysCommand.Run(words, House.Settings(args), Console.Out, CancellationToken.None),
    ["seal", .. var words] => await SealCommand.Run(words, House.Settings(args), Console.Out, CancellationToken.None),
    ["staff", .. var words] => await StaffCommand.Run(words, House.Settings(args), Console.Out, Console.Error, TimeProvider.System, CancellationToken.None),
    ["talks", .. var words] => await TalksCommand.Run(words, House.Settings(args), Console.Out, CancellationToken.None),
    _ => await House.Run(args),
};
