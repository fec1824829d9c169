#pragma once
// Text from outside may hold any bytes; protobuf strings and JSON may not.
#include <string>
#include <string_view>

namespace dalian::connectors {

/// `text` with every byte that is not part of well-formed UTF-8 (Unicode 15, table 3-7) replaced by U+FFFD.
std::string valid_utf8(std::string_view text);

} // namespace dalian::connectors
