#pragma once
// A tool and its arguments as words, the same in a shell, in a log and in a list of scenarios:
// "road 121.60,39.20 121.61,39.20 class=local lanes=1". Positions are longitude,latitude in WGS-84 degrees.
#include "twin/plan/tools.hpp"

#include <string>
#include <vector>

namespace dalian::plan {

struct ToolUsage {
  std::string_view name, arguments, about;
};
std::span<ToolUsage const> tool_usages();

/// The error says which word is wrong and what fits; a draft may still be refused by the tool.
Result<Draft> run_tool(Site const& site, std::vector<std::string> const& words);

} // namespace dalian::plan
