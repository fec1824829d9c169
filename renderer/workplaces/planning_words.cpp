#include "renderer/workplaces/planning_words.hpp"

#include <array>
#include <cmath>
#include <fmt/format.h>

namespace dalian::workplaces {

std::string plan_word(std::string_view group, std::string_view name) {
  return fmt::format("plan.{}.{}", group, name);
}

std::string capital(std::string words) {
  if (!words.empty() && words[0] >= 'a' && words[0] <= 'z') words[0] = static_cast<char>(words[0] - 'a' + 'A');
  return words;
}

std::string figure_text(double value) {
  if (value == 0) return "0";
  double const size = std::abs(value);
  if (size > 0 && size < 0.01) return fmt::format("{:.2g}", value);
  int const digits = size >= 1000 ? 0 : size >= 100 ? 1 : size >= 1 ? 2 : 3;
  std::string text = fmt::format("{:.{}f}", value, digits);
  if (size >= 1e4) // as SI writes them, but with a space that Noto Sans CJK has: it has no thin one
    for (auto at = static_cast<int>(text.size()) - 3; at > (value < 0 ? 1 : 0); at -= 3)
      text.insert(static_cast<std::size_t>(at), "\u00a0");
  return text;
}

std::string signed_text(double value) {
  return (value > 0 ? "+" : value < 0 ? "−" : "±") + figure_text(std::abs(value));
}

ui::Status status_of(plan::Severity severity) {
  constexpr std::array kStatus{ui::Status::critical, ui::Status::high, ui::Status::low};
  return kStatus[static_cast<std::size_t>(severity)];
}

} // namespace dalian::workplaces
