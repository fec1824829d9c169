#pragma once
// The tables of a history in PostgreSQL, and the statements that fill them. Days are numbered from 1970-01-01, UTC.
#include "twin/postgres/session.hpp"

#include <cstdint>

namespace dalian::postgres {

/// Makes what is missing; refuses a server older than 15 and tables of a newer version.
Status make_tables(Session& session);

/// The partitions of one day, when they are missing.
Status make_day(Session& session, std::int64_t day);

inline constexpr char const* kInsertChunk =
    "insert_chunk"; // seq, day, t0, t1, kind, source, epoch, first_seq, n, crc, blob
inline constexpr char const* kInsertKeyframe = "insert_keyframe"; // after, part, parts, day, t, state_hash, crc, blob

/// These and the renewal of the lease, for a session that writes. A row that is there already with the same checksum is
/// written again, one with another is left alone and counts as not changed.
Status prepare_statements(Session& session);

} // namespace dalian::postgres
