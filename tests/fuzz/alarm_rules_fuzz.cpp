// libFuzzer target: files of alarm rules. What is refused says why.
#include "tests/fuzz/fuzz.hpp"
#include "twin/alarms/rules_file.hpp"

using namespace dalian;
using dalian::fuzz::require;

std::vector<std::string> fuzz::seeds() {
  auto const whole = read_source("assets/config/alarms.toml");
  std::vector<std::string> out{whole};
  for (std::size_t begin = whole.find("[["); begin != std::string::npos;) { // each rule and place alone
    auto const end = whole.find("\n[[", begin);
    out.push_back(whole.substr(begin, end == std::string::npos ? end : end - begin));
    begin = end == std::string::npos ? end : end + 1;
  }
  return out;
}

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  auto const file = fuzz::write_file("rules.toml", fuzz::text(data, size));
  if (auto const rules = alarms::read_rules(file, file.parent_path()); !rules) require(!rules.error().empty());
  return 0;
}
