using Bot.Api.Hosting;

var builder = WebApplication.CreateBuilder(args);
if (args is ["town", .. var words])
{
    return await TownCommand.Run(words, builder.Configuration, Console.Out, TimeProvider.System, CancellationToken.None);
}

var app = builder.Build();
await app.RunAsync();
return 0;
