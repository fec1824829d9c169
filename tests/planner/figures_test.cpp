#include "twin/planner/figures.hpp"

#include <gmock/gmock.h>

namespace dalian::planner {
namespace {

using plan::Severity;

Mark mark(Severity severity, std::string id, bool fresh = false) {
  return {{severity, "road", std::move(id), "", "is so"}, {}, fresh};
}

std::vector<std::string> ids(std::vector<Mark> const& marks) {
  std::vector<std::string> out;
  for (Mark const& m : marks)
    out.push_back(m.finding.id);
  return out;
}

TEST(ZoneFirst, PutsTheFreshThenThoseOfTheZoneThenTheGraveFirst) {
  std::vector<Mark> marks{mark(Severity::note, "njip/a"),      mark(Severity::error, "songmudao/b"),
                          mark(Severity::warning, "njip/c"),   mark(Severity::warning, "njip-west/d"),
                          mark(Severity::note, "added", true), mark(Severity::warning, "njip")};
  auto const njip = zone_first(marks, "njip");
  EXPECT_THAT(ids(njip), testing::ElementsAre("added", "njip/c", "njip/a", "songmudao/b", "njip-west/d", "njip"));
  EXPECT_THAT(ids(zone_first(njip, "songmudao")),
              testing::ElementsAre("added", "songmudao/b", "njip/c", "njip-west/d", "njip", "njip/a"));
  EXPECT_THAT(ids(zone_first(njip, "")),
              testing::ElementsAre("added", "songmudao/b", "njip/c", "njip-west/d", "njip", "njip/a"));
}

} // namespace
} // namespace dalian::planner
