#pragma once
// Would a twin start with these keys?
#include "twin/doctor/finding.hpp"

#include <filesystem>

namespace dalian::doctor {

/// `folder`: of `twinctl keys`; empty: the twin has none.
Finding look_at_keys(std::filesystem::path const& folder);

} // namespace dalian::doctor
