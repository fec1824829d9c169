#pragma once
// Rows of the tables as chunks and keyframes; what does not agree with its checksum is none.
#include "twin/history/chunk.hpp"
#include "twin/history/history_store.hpp"
#include "twin/postgres/session.hpp"

#include <optional>

namespace dalian::postgres {

/// Columns of a SELECT from chunk that chunk_in understands.
inline constexpr char const* kChunkColumns = "seq, t0, t1, kind, source, epoch, first_seq, n, crc, blob";
std::optional<history::Chunk> chunk_in(Rows const& rows, int row);

/// The keyframe at this position; nothing also when a part is missing.
std::optional<history::Keyframe> read_keyframe(Session& session, std::int64_t after);

} // namespace dalian::postgres
