#pragma once
// Many records as columns: observations ordered by entity, one column a field, so that what changes little lies side by
// side. Gives back the same records, bit by bit and in the same order. The only place of history that knows
// wire::Batch; it finds the fields by the schema's descriptor, so that a new one needs no change here. A record that
// does not come back exactly (foreign bytes, unknown fields) is kept as it is.
#include "twin/history/history_store.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dalian::history {

/// At most 2^24 observations.
std::string encode_columns(std::span<Record const> records);

/// What each part of it takes, in the order in which they lie; for benches.
struct ColumnSize {
  std::string what; // a field as the schema names it, or a part of another kind
  std::size_t bytes = 0;
};
std::vector<ColumnSize> column_sizes(std::span<Record const> records);

/// Nothing when the bytes are not what encode_columns of this or an older version wrote.
std::optional<std::vector<Record>> decode_columns(std::string_view bytes);

/// What can be told of a block without decoding its observations; nothing when it is broken.
struct ColumnsSummary {
  std::vector<std::string> entities; // in alphabetical order
  std::uint64_t records = 0;
  std::uint64_t kept_as_is = 0; // of the batches
};
std::optional<ColumnsSummary> describe_columns(std::string_view bytes);

} // namespace dalian::history
