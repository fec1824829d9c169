#include "tests/whatif/mended.hpp"

#include "twin/plan/document.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace dalian::whatif::testing {

plan::Layout mended(plan::Layout const& layout, plan::Finding const& finding) {
  auto const edit = plan::edit_from_json(nlohmann::json::parse(finding.mend, nullptr, false));
  EXPECT_TRUE(edit) << finding.message << ": " << finding.mend;
  if (!edit) return layout;
  auto const done = plan::apply(layout, *edit);
  EXPECT_TRUE(done) << finding.mend;
  return done ? *done : layout;
}

} // namespace dalian::whatif::testing
