// Any bytes as a file of quays and ships: refused with a reason that names the file, or planned to a plan that keeps
// its rules.
#include "tests/fuzz/fuzz.hpp"
#include "twin/port/arrivals_file.hpp"

using namespace dalian;

std::vector<std::string> fuzz::seeds() {
  return {"[[quay]]\nname='a'\nlength_m=800\ncranes=6\nmoves_h=28\ndepth_m=14\n[[ship]]\nname='x'\neta_h=1.5\n"
          "length_m=250\nmoves=900\ndraught_m=12\n[[ship]]\nname='y'\neta_h=0\nlength_m=200\nmoves=0\nquay='a'\n"};
}

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  auto const quays = port::parse_arrivals(fuzz::text(data, size), "f");
  if (!quays) {
    fuzz::require(quays.error().starts_with("f:"));
    return 0;
  }
  for (port::QuayCalls const& q : *quays) {
    if (q.ships.size() > 30) continue;
    auto const plan = port::search_plan(q.quay, q.ships, {5, 1});
    fuzz::require(!port::find_conflict(q.quay, q.ships, plan));
    fuzz::require(plan.calls.size() + plan.refused.size() == q.ships.size());
  }
  return 0;
}
