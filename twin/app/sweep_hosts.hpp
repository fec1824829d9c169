#pragma once
// A sweep over several hosts: each evaluates some of its cases and says their lines; here they are put in order. A
// case's line depends on design, base and engines alone, so that it does not matter who says it.
#include "twin/base/result.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace dalian::app {

/// "3,7,11-20,40-90/5" as numbers of cases, from 1 to `cases`, and back.
Result<std::vector<std::size_t>> parse_numbers(std::string const& text, std::size_t cases);
std::string numbers_text(std::vector<std::size_t> const& ascending);

/// Of which case a host's line tells; nothing when it is no such line.
std::optional<std::size_t> case_number(std::string const& line);

struct HostSweep {
  std::vector<std::string> hosts;
  std::string launcher;             // host_jobs.hpp
  std::vector<std::string> command; // without its cases
  std::string design;               // given to each as its standard input
  std::string heading;              // the line that each must say first: the same design, base and engines
};

/// `numbers`, ascending. `take` gets the lines in the order of the numbers, each as soon as those before it are there.
/// What a host that fails leaves is done by the others; an error when all have failed. `tell`: a line for people.
Status sweep_on_hosts(HostSweep const& sweep, std::vector<std::size_t> const& numbers,
                      std::function<Status(std::string const& line)> const& take,
                      std::function<void(std::string const&)> const& tell);

} // namespace dalian::app
