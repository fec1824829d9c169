#pragma once
// What a layout becomes by the edit that a finding says would mend it.
#include "twin/plan/finding.hpp"
#include "twin/plan/layout.hpp"

namespace dalian::whatif::testing {

/// A failure of the test when the finding has no edit that applies.
plan::Layout mended(plan::Layout const& layout, plan::Finding const& finding);

} // namespace dalian::whatif::testing
