#include "tests/power/grids.hpp"

namespace dalian::power::test {

Network buses(int count) {
  Network n;
  for (int i = 0; i < count; ++i) {
    n.buses.emplace_back();
    n.buses.back().number = i + 1;
  }
  n.buses[0].kind = BusKind::slack;
  Generator source;
  source.p_max = 1000, source.q_max = 1000, source.q_min = -1000;
  n.generators.push_back(source);
  return n;
}

Branch line(int from, int to, double r, double x, double b) {
  Branch out;
  out.from = from, out.to = to, out.r = r, out.x = x, out.b = b;
  return out;
}

Network random_network(int count, int extra, std::mt19937_64& random) {
  auto const between = [&](double low, double high) {
    return std::uniform_real_distribution<double>(low, high)(random);
  };
  Network n = buses(count);
  for (int i = 1; i < count; ++i) {
    auto& bus = n.buses[static_cast<std::size_t>(i)];
    bus.load_mw = between(0, 20.0 / count), bus.load_mvar = between(0, 8.0 / count);
    bus.shunt_mvar = random() % 4 == 0 ? between(0, 2.0 / count) : 0;
    n.branches.push_back(line(static_cast<int>(random() % static_cast<std::uint64_t>(i)), i, between(0.01, 0.05),
                              between(0.02, 0.1), between(0, 0.02)));
  }
  for (int i = 0; i < extra; ++i) {
    int const from = static_cast<int>(random() % static_cast<std::uint64_t>(count));
    int const to = static_cast<int>(random() % static_cast<std::uint64_t>(count));
    if (from == to) continue;
    n.branches.push_back(line(from, to, between(0.01, 0.05), between(0.02, 0.1), between(0, 0.02)));
  }
  for (Branch& b : n.branches)
    if (random() % 5 == 0) b.ratio = between(0.97, 1.03);
  return n;
}

} // namespace dalian::power::test
