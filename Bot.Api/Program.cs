using Bot.Api.Hosting;
using Bot.Domain.Kernel;

return args switch
{
    ["database", .. var words] => await DatabaseCommand.Run(words, House.Settings(args), Console.Out),
    ["town", .. var words] => TownCommand.Run(words, House.Settings(args), Console.Out, JapanTime.Day(TimeProvider.System.GetUtcNow())),
    _ => await House.Run(args),
};
