#include "renderer/workplaces/report_file.hpp"

#include <cstdlib>
#include <fmt/format.h>

namespace dalian::workplaces {

std::filesystem::path report_file(std::string_view kind, Instant now, std::string_view extension) {
  char const* folder = std::getenv("DALIAN_REPORTS");
  if (folder == nullptr) folder = std::getenv("HOME");
  std::string stamp = format_utc(now + std::chrono::hours(8)).substr(0, kind == "shift" ? 16 : 19);
  std::erase_if(stamp, [](char c) { return c == ':' || c == '-'; });
  return std::filesystem::path(folder ? folder : ".") / fmt::format("{}-{}.{}", kind, stamp, extension);
}

} // namespace dalian::workplaces
