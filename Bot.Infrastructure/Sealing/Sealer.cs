using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Sealing;

/// <summary>
/// Seals what is personal before it reaches the database: AES-256-GCM under the town's key, bound to town, table, column and row, so that
/// what is moved or altered does not open. Layout: version (1 byte), key (2), nonce (12), ciphertext, tag (16).
/// </summary>
public sealed class Sealer(TownKeys keys)
{
    /// <summary>First byte of everything sealed. No text, JSON or picture of ours begins with it, so what was stored before sealing is told apart.</summary>
    public const byte Version = 1;

    private const int KeyId = 2;
    private const int Nonce = 12;
    private const int Tag = 16;
    private const int Head = 1 + KeyId + Nonce;

    /// <summary>Seals a text; <c>null</c> stays <c>null</c>.</summary>
    /// <param name="row">Names the row within its table as the list of sealed columns writes it (<see cref="SealedColumn.Row"/>).</param>
    [return: NotNullIfNotNull(nameof(text))]
    public byte[]? Seal(TownId town, string table, string column, string row, string? text) =>
        text is null ? null : Seal(town, table, column, row, Encoding.UTF8.GetBytes(text).AsSpan());

    /// <summary>Seals bytes. Made for up to some megabytes: all of it is in memory.</summary>
    public byte[] Seal(TownId town, string table, string column, string row, ReadOnlySpan<byte> bytes)
    {
        var set = keys.Of(town);
        var sealedBytes = new byte[Head + bytes.Length + Tag];
        sealedBytes[0] = Version;
        BinaryPrimitives.WriteInt16BigEndian(sealedBytes.AsSpan(1), set.Current);
        var nonce = sealedBytes.AsSpan(1 + KeyId, Nonce);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(set.Seals[set.Current], Tag);
        aes.Encrypt(nonce, bytes, sealedBytes.AsSpan(Head, bytes.Length), sealedBytes.AsSpan(sealedBytes.Length - Tag), About(town, table, column, row));
        return sealedBytes;
    }

    /// <summary>Opens a text; <c>null</c> stays <c>null</c>.</summary>
    /// <exception cref="SealBrokenException">It was sealed for another place, was altered, or its key is gone.</exception>
    [return: NotNullIfNotNull(nameof(sealedText))]
    public string? Open(TownId town, string table, string column, string row, byte[]? sealedText) =>
        sealedText is null ? null : Encoding.UTF8.GetString(OpenBytes(town, table, column, row, sealedText));

    /// <inheritdoc cref="Open"/>
    public byte[] OpenBytes(TownId town, string table, string column, string row, ReadOnlySpan<byte> sealedBytes)
    {
        if (sealedBytes.Length < Head + Tag || sealedBytes[0] != Version)
        {
            throw new SealBrokenException($"{table}.{column} is not under seal");
        }

        var key = keys.SealKey(town, BinaryPrimitives.ReadInt16BigEndian(sealedBytes[1..]));
        var bytes = new byte[sealedBytes.Length - Head - Tag];
        try
        {
            using var aes = new AesGcm(key, Tag);
            aes.Decrypt(sealedBytes.Slice(1 + KeyId, Nonce), sealedBytes[Head..^Tag], sealedBytes[^Tag..], bytes, About(town, table, column, row));
            return bytes;
        }
        catch (AuthenticationTagMismatchException)
        {
            throw new SealBrokenException($"{table}.{column} was sealed for another place or altered");
        }
    }

    /// <summary>Opens what may have been stored before there were seals, or was emptied since; that is handed on as it is.</summary>
    public byte[] OpenOrPlain(TownId town, string table, string column, string row, byte[] bytes) =>
        bytes is [Version, ..] ? OpenBytes(town, table, column, row, bytes) : bytes;

    /// <summary>NUL can stand in no text of the database, so no two places have the same name.</summary>
    private static byte[] About(TownId town, string table, string column, string row) =>
        Encoding.UTF8.GetBytes(string.Join('\0', town.Value, table, column, row));
}
