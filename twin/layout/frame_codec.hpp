#pragma once
// Compressed byte blocks of the baked files: zstd frames that carry their size and a checksum. Private to twin/layout.
#include "twin/base/result.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace dalian::layout {

std::string pack_frame(std::string_view bytes);

/// Refuses frames without a stated size, above `limit` bytes, cut short or with a wrong checksum.
Result<std::string> unpack_frame(std::string_view frame, std::size_t limit);

} // namespace dalian::layout
