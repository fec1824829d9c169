#include "twin/doctor/clock.hpp"

#include <fmt/format.h>
#include <sys/timex.h>

namespace dalian::doctor {
namespace {

constexpr auto kYearOfThisProgram = std::chrono::sys_days(std::chrono::January / 1 / 2026);
constexpr double kMostError_s = 0.5;                 // a quarter of what makes an observation one of the future
constexpr Duration kAhead = std::chrono::seconds(2); // of the clock: twin time is steadied over such jumps

constexpr char const* kSetIt =
    "set it, and let it be kept right: timedatectl set-ntp true (package systemd-timesyncd or chrony)";

} // namespace

ClockFacts read_clock() {
  timex state{};
  int const status = ::adjtimex(&state);
  ClockFacts facts;
  facts.now = SystemClock().now();
  facts.synchronized = status >= 0 && status != TIME_ERROR && (state.status & STA_UNSYNC) == 0;
  facts.largest_error_s = 1e-6 * static_cast<double>(state.maxerror);
  return facts;
}

Finding judge_clock(ClockFacts const& facts) {
  auto const stands = format_utc(facts.now);
  if (facts.now < Instant(kYearOfThisProgram))
    return {"clock", Verdict::failed, fmt::format("it stands at {}, before this program was made", stands), kSetIt};
  if (facts.recorded && *facts.recorded > facts.now + kAhead)
    return {"clock", Verdict::failed,
            fmt::format("it stands at {}, and the history goes to {}", stands, format_utc(*facts.recorded)),
            fmt::format("it is wrong now or was then: {}", kSetIt)};
  if (!facts.synchronized)
    return {"clock", Verdict::warning, fmt::format("{}, kept right by nobody that the kernel knows of", stands),
            kSetIt};
  if (facts.largest_error_s > kMostError_s)
    return {"clock", Verdict::warning, fmt::format("{}, up to {:.1f} s wrong", stands, facts.largest_error_s), kSetIt};
  return {"clock", Verdict::good,
          fmt::format("{}, synchronized, at most {:.3f} s wrong", stands, facts.largest_error_s)};
}

} // namespace dalian::doctor
