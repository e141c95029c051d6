using Bot.Domain.Staff;

namespace Bot.Api.Console;

/// <summary>Which right an endpoint of the console needs.</summary>
public sealed record Needs(Right Right);

/// <summary>An endpoint of the console that is reached before one is signed in: the reviewed exceptions.</summary>
public sealed record OpenToAll(string Why);

public static class NeedsExtensions
{
    public static TBuilder Needs<TBuilder>(this TBuilder builder, Right right)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new Needs(right));

    /// <param name="why">For the reader of the table of rights.</param>
    public static TBuilder OpenToAll<TBuilder>(this TBuilder builder, string why)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new OpenToAll(why));
}
