#pragma once
// Topic filters of MQTT (OASIS MQTT 3.1.1, 4.7) and names made of what their wildcards stood for.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dalian::mqtt {

/// What each + stood for, in order, and # last; nothing when the topic does not match. A topic that begins with $ is
/// matched only by a filter that does.
std::optional<std::vector<std::string>> match(std::string_view filter, std::string_view topic);

/// Whether a broker would take it: + and # alone in their level, # only as the last.
bool is_filter(std::string_view text);

/// `pattern` with {1}, {2}, … replaced; nothing when a number is not one of `captures`, or a brace stands alone.
std::optional<std::string> fill(std::string_view pattern, std::vector<std::string> const& captures);

} // namespace dalian::mqtt
