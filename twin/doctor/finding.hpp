#pragma once
// What a look at this machine found: one sentence, whether it is as it should be, and what to do if not.
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dalian::doctor {

enum class Verdict : std::uint8_t {
  good,
  warning, // it runs, but not as well as it could
  failed,  // something that matters does not work
};

constexpr std::string_view to_string(Verdict verdict) {
  return verdict == Verdict::good ? "ok" : verdict == Verdict::warning ? "warning" : "failed";
}

struct Finding {
  std::string check; // "clock"
  Verdict verdict = Verdict::good;
  std::string found;
  std::string remedy{}; // "" when all is well
};

inline bool all_work(std::vector<Finding> const& findings) {
  return std::none_of(findings.begin(), findings.end(), [](Finding const& f) { return f.verdict == Verdict::failed; });
}

} // namespace dalian::doctor
