// Any bytes as a case file: refused with a reason, or solved to an end by every method.
#include "tests/fuzz/fuzz.hpp"
#include "twin/power/case_file.hpp"
#include "twin/power/contingency.hpp"
#include "twin/power/dc.hpp"
#include "twin/power/violations.hpp"

using namespace dalian;

namespace {

constexpr char kCase[] =
    "function mpc = c\nmpc.version = '2';\nmpc.baseMVA = 10;\nmpc.bus = [1 3 0 0 0 0 1 1 0 10 1 1.1 .9;\n2 2 4 1 0 1 1 "
    "1 "
    "0 10 1 1.1 .9\n3 1 100 60 0 0 1 1 0 10 1 1.1 .9];\nmpc.gen = [1 0 0 9 -9 1 1 1 9 0; 2 1 0 Inf -Inf 1 1 1 9 0];\n"
    "mpc.branch = [1 2 .01 .1 .2 9 0 0 0 0 1; 2 3 0 0 0 0 0 0 0 0 1; 1 3 1 2 0 0 0 0 1.1 5 1];\nmpc.names = {'a'};\n"
    "[PQ, PV, ... c\n REF] = idx_bus;\nV = mpc.bus(1, BASE_KV) * 1e3; S = mpc.baseMVA * 1e6;\n"
    "mpc.branch(:, [BR_R BR_X]) = mpc.branch(:, [BR_R BR_X]) / (V^2 / S);\nmpc.bus(:, PD) = mpc.bus(:, PD) / 1e3;\n"
    "mpc.bus(3, [PD QD]) = [1 -2] .* [3 sin(acos(.85))];\n";

} // namespace

std::vector<std::string> fuzz::seeds() {
  return {kCase, "mpc.version = 2; x = [1 2; 3 4]; y = x(:, 1) - 2^-1;"};
}

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  auto network = power::read_case(fuzz::text(data, size), "c");
  if (!network) {
    fuzz::require(network.error().starts_with("c:"));
    return 0;
  }
  if (network->buses.size() > 200 || network->branches.size() > 400) return 0;
  fuzz::require(!power::find_mistake(*network));
  power::FlowOptions options;
  options.reactive_limits = true;
  options.newton.iterations = 8;
  power::Study study(*network, options);
  fuzz::require(!study.base().converged || study.base().mismatch_pu <= options.newton.tolerance);
  fuzz::require(study.base().branches.size() == network->branches.size());
  (void)power::find_violations(study);
  if (network->branches.size() < 20) (void)power::find_outages(study, options);
  (void)power::solve_dc(*network);
  return 0;
}
