#pragma once
// An HTML file as PDF, by the chromium that is installed.
#include "twin/base/result.hpp"

#include <string>

namespace dalian {

/// The error says what to install, or that the HTML can be printed by hand; it begins with `pdf`.
Status print_pdf(std::string const& html, std::string const& pdf);

} // namespace dalian
