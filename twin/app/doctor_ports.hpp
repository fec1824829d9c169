#pragma once
// Could a twin listen at its addresses? By binding them for an instant, under the twin's own rules.
#include "twin/app/settings.hpp"
#include "twin/doctor/finding.hpp"

#include <optional>

namespace dalian::app {

/// `running`: a twin answers at the request address; what is in use is then taken to be its own.
doctor::Finding look_at_ports(Settings const& settings, bool running);

} // namespace dalian::app
