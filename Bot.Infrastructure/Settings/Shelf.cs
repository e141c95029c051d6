using System.Text.Json.Nodes;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Towns;
using Npgsql;

namespace Bot.Infrastructure.Settings;

/// <summary>Pieces by name; <c>null</c> where there is none.</summary>
public delegate Task<IReadOnlyDictionary<string, JsonNode?>> ReadPieces(NpgsqlTransaction tx, TownId town, CancellationToken stop);

/// <summary>Looks whether the town would still be whole with these pieces; writes nothing.</summary>
/// <returns>What is wrong: <see cref="Fault.File"/> names the piece, <see cref="Fault.Line"/> the row within it, <see cref="Fault.Column"/> the field.</returns>
public delegate Task<Items<Fault>> CheckPieces(NpgsqlTransaction tx, TownId town, IReadOnlyDictionary<string, JsonNode?> pieces, CancellationToken stop);

/// <summary>Writes the pieces; they have been checked in the same transaction.</summary>
public delegate Task WritePieces(NpgsqlTransaction tx, TownId town, IReadOnlyDictionary<string, JsonNode?> pieces, CancellationToken stop);

/// <summary>A part of what staff may change: settings of the town, or the plan of a service. Hosting knows them all.</summary>
/// <param name="Prefix">What the names of all its pieces begin with, such as <c>town/</c>.</param>
public sealed record Shelf(string Prefix, ReadPieces Read, CheckPieces Check, WritePieces Write);
