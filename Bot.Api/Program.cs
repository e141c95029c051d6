using Bot.Api.Hosting;

var builder = WebApplication.CreateBuilder(args);
if (args is ["town", .. var words])
{
    return TownCommand.Run(words, builder.Configuration, Console.Out, DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime));
}

var app = builder.Build();
await app.RunAsync();
return 0;
