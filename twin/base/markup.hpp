#pragma once
// Text inside XML and HTML.
#include <string>
#include <string_view>

namespace dalian {

/// Fit for content and for attributes in either quotes; a control character, which XML 1.0 has not, becomes a space.
std::string escape_markup(std::string_view text);

} // namespace dalian
