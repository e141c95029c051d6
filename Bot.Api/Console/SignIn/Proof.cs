using Bot.Infrastructure.Staff;

namespace Bot.Api.Console.SignIn;

/// <summary>What became of an attempt to prove who one is.</summary>
internal abstract record Proof
{
    private Proof() { }

    public sealed record Given(StaffUser User) : Proof;

    /// <summary>Not so; never said why, since that would tell who works here.</summary>
    public sealed record Wrong : Proof;

    /// <summary>Too many guesses: this one was not even looked at.</summary>
    public sealed record Wait(DateTimeOffset Until) : Proof;
}
