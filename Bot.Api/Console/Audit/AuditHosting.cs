using Bot.Domain.Staff;

namespace Bot.Api.Console.Audit;

/// <summary>Brings the record into the console's navigation.</summary>
internal static class AuditHosting
{
    internal static void AddAuditPages(this IServiceCollection services) => services.AddSingleton(new ConsoleModule(
        "audit", "記録と個人情報",
        [new("操作の記録", AuditEndpoints.Path, Rights.AuditSee), new("本人への開示と消去", "residents", Rights.ResidentExport)]));
}
