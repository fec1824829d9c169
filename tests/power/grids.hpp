#pragma once
// Small networks for tests.
#include "twin/power/network.hpp"

#include <random>

namespace dalian::power::test {

/// Buses 1 … n; bus 1 is the slack with a generator at 1 p.u.
Network buses(int count);
Branch line(int from, int to, double r, double x, double b = 0);
/// Loads and generators anywhere, a tree and `extra` more branches, some with taps and shifts.
Network random_network(int count, int extra, std::mt19937_64& random);

} // namespace dalian::power::test
