#pragma once
// Columns of one kind of value each, in the order of entities: what follows the last value of the same entity is told
// by its difference. Patterns come back bit by bit. Knows nothing of fields and messages.
#include "twin/history/number_column.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace dalian::history {

inline constexpr std::size_t kMostObservations = std::size_t{1} << 24; // of a block

/// Values of one field; those of one entity lie together, `run_ends[i]` is the index behind those of the i-th.
struct ValueColumn {
  std::vector<std::uint64_t> values; // bits, or for text the number in a table
  std::vector<std::uint64_t> times;  // ns, of each value; needed for reals alone
  std::vector<std::size_t> run_ends;
};

/// Whole numbers and flags: differences.
void write_whole(std::string& out, std::vector<std::uint64_t> const& values);
std::vector<std::uint64_t> read_whole(ByteReader& in, std::size_t count);

/// The same, or as they are, whichever is shorter.
void write_codes(std::string& out, std::vector<std::uint64_t> const& values);
std::vector<std::uint64_t> read_codes(ByteReader& in, std::size_t count);

/// Numbers in a table: "the same as before", or which.
void write_references(std::string& out, std::vector<std::uint64_t> const& values);
std::vector<std::uint64_t> read_references(ByteReader& in, std::size_t count);

/// Texts that end in a number ("mmsi:412000001"), the number told by its difference to the one before.
void write_names(std::string& out, std::vector<std::string> const& names);
std::vector<std::string> read_names(ByteReader& in);

/// Texts, each told by how much it shares with the one before; any order works, sorted is small.
void write_texts(std::string& out, std::vector<std::string> const& texts);
std::vector<std::string> read_texts(ByteReader& in);

} // namespace dalian::history
