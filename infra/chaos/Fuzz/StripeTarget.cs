using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Bot.Api.Webhooks;
using Bot.Chaos.Simulation;
using Bot.Infrastructure.Stripe;

namespace Bot.Chaos.Fuzz;

/// <summary>A Stripe webhook's whole way in one process: signature, name, what it is about.</summary>
internal sealed class StripeTarget(Scene scene)
{
    private const string Secret = "whsec_fuzz";

    private readonly StripeAccount _account = new(scene.Town.Profile.Id, "sk_test_fuzz", Secret);

    public Outcome Try(Dice dice, Action<byte[]>? tell)
    {
        var body = Mutator.Bytes(StripeBodies.Event(dice, scene.Town.Profile.Id.Value), dice);
        tell?.Invoke(body);
        Signatures(body, dice);
        if (body.Length > StripeWebhook.LargestBody || StripeEvent.Parse(body) is not { } told)
        {
            return Outcome.Refused;
        }

        Storable.Must(told.Id, "an event's id");
        Storable.Must(told.Type, "an event's type");
        Checker.Must(told.Type.Length <= 255, "an event's type is longer than any of Stripe's");
        return StripePointers.Understand(_account, body) is Infrastructure.Payments.AgentPointer.Nowhere ? Outcome.Kept : Outcome.Answered;
    }

    /// <summary>The header that Stripe would send.</summary>
    public static string Sign(byte[] body, DateTimeOffset now, string secret = Secret)
    {
        var time = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), (byte[])[.. Encoding.ASCII.GetBytes(time), (byte)'.', .. body]);
        return $"t={time},v1={Convert.ToHexStringLower(hash)}";
    }

    private void Signatures(byte[] body, Dice dice)
    {
        var header = Sign(body, Scene.Now);
        Checker.Must(_account.Signature.Verifies(header, body, Scene.Now), "a genuine body is refused");
        Checker.Must(!_account.Signature.Verifies(Wrong(header, dice), body, Scene.Now), "a wrong signature passes");
        Checker.Must(!_account.Signature.Verifies(header, body, Scene.Now.AddSeconds(dice.Of(-301, 301, 86_400))), "an old signature passes");
        if (body.Length is > 0 and <= 4096)
        {
            var flips = dice.Once(2000) ? Enumerable.Range(0, body.Length * 8) : [dice.Below(body.Length * 8)];
            foreach (var bit in flips)
            {
                body[bit / 8] ^= (byte)(1 << (bit % 8));
                Checker.Must(!_account.Signature.Verifies(header, body, Scene.Now), "a body with a flipped bit passes");
                body[bit / 8] ^= (byte)(1 << (bit % 8));
            }
        }
    }

    private static string? Wrong(string header, Dice dice) => dice.Below(10) switch
    {
        0 => null,
        1 => "",
        2 => Hostile.Text(dice),
        3 => header.Replace("t=", dice.Of("t=+", "t=-", "t=0", "t=99999999999999999999", "t=9223372036854775807", "t=99999999999", "t=٣"), StringComparison.Ordinal),
        4 => header.Replace("v1=", "v0=", StringComparison.Ordinal),
        5 => header[..^1],
        6 => $"t=1,{header}",
        7 => string.Concat(Enumerable.Repeat("v1=00,", 1000)) + header,
        8 => ",,,=,=",
        _ => $"{header[..^1]}{(header[^1] == 'a' ? 'b' : 'a')}",
    };
}
