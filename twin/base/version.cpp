#include "twin/base/version.hpp"

namespace dalian {

std::string_view version() {
  return DALIAN_VERSION;
}

std::string version_line(std::string_view program) {
  return std::string(program) + " " + std::string(version()) + " (Dalian Twin)";
}

} // namespace dalian
