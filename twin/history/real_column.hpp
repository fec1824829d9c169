#pragma once
// Columns of IEEE 754 numbers. Most are whole numbers of the small steps that sources count in, exactly: then those
// numbers are told, of each entity from its last one, from where the last two point to, or from the smallest of all,
// whichever is shortest. Patterns come back bit by bit. Knows nothing of fields and messages.
#include "twin/history/value_column.hpp"

namespace dalian::history {

enum class Real : std::uint8_t { once, twice }; // single or double precision

/// Needs the times and runs of the column.
void write_real(std::string& out, ValueColumn const& column, Real kind);

/// `column` brings times and runs; its values are filled in. False when the bytes do not fit it.
bool read_real(ByteReader& in, ValueColumn& column, Real kind);

/// As blocks of version 1 have them.
bool read_single_v1(ByteReader& in, ValueColumn& column);
bool read_double_v1(ByteReader& in, ValueColumn& column);

} // namespace dalian::history
