namespace Bot.Api.DamageReports.Open311;

/// <summary>What a call is answered with.</summary>
/// <param name="Root">The name of the outermost element in XML.</param>
internal sealed record Open311Answer(string Root, Open311Body Body, int Status = StatusCodes.Status200OK)
{
    /// <summary>Why it was not done; one call may have several faults.</summary>
    public static Open311Answer Wrong(int status, params IReadOnlyList<string> why) => new(
        "errors",
        new Open311Body.List("error", [.. why.Select(w => new Open311Body.Group(("code", new Open311Body.Number(status)), ("description", w)))]),
        status);

    public static Open311Answer Missing(string why) => Wrong(StatusCodes.Status404NotFound, why);

    public static Open311Answer Bad(params IReadOnlyList<string> why) => Wrong(StatusCodes.Status400BadRequest, why);
}
