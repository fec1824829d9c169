#include "renderer/workplaces/health_panel.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <imgui.h>
#include <nlohmann/json.hpp>

namespace dalian::workplaces {
namespace {

using nlohmann::json;

constexpr std::size_t kMost = 24;         // lines that fit on a small screen; the worst are first
constexpr double kSlow_s = 1, kOld_s = 5; // marked from here on

Spread spread_of(json const& feed, char const* key) {
  auto const it = feed.find(key);
  if (it == feed.end() || !it->is_object() || it->value("observations", 0.0) <= 0) return {};
  return {it->value("p50", 0.0), it->value("p99", 0.0)};
}

FeedLine line_of(json const& feed) {
  FeedLine line;
  line.source = feed.value("source", "");
  line.state = feed.value("state", "");
  line.provenance = feed.value("provenance", "");
  line.rate_per_s = feed.value("rate_per_s", 0.0);
  auto const silent = feed.find("silent_s");
  if (silent != feed.end() && silent->is_number()) line.silent_s = silent->get<double>();
  line.lag = spread_of(feed, "lag_s");
  line.to_snapshot = spread_of(feed, "to_snapshot_s");
  auto const it = feed.find("observations");
  if (it == feed.end() || !it->is_object()) return line;
  line.missing = it->value("missing", std::uint64_t{0});
  auto const rejects = it->find("rejects");
  if (rejects == it->end() || !rejects->is_object()) return line;
  for (auto const& count : *rejects)
    line.rejected += count.get<std::uint64_t>();
  return line;
}

std::string text_of(Spread const& spread) {
  return spread.p50 ? fmt::format("{:.0f} / {:.0f}", *spread.p50 * 1000, *spread.p99 * 1000) : "–";
}

ui::Status status_of(FeedLine const& feed) {
  if (feed.state == "finished") return ui::Status::low;
  if (feed.state != "live" || feed.silent_s.value_or(0) > kOld_s) return ui::Status::stale;
  bool const slow = feed.lag.p99.value_or(0) > kSlow_s || feed.to_snapshot.p99.value_or(0) > kSlow_s;
  return slow || feed.missing > 0 ? ui::Status::high : ui::Status::good;
}

} // namespace

std::vector<FeedLine> feed_lines(std::string const& status) {
  std::vector<FeedLine> lines;
  auto const document = json::parse(status, nullptr, false);
  if (!document.is_object() || !document.contains("feeds") || !document["feeds"].is_array()) return lines;
  try {
    for (json const& feed : document["feeds"])
      if (feed.is_object()) lines.push_back(line_of(feed));
  } catch (json::exception const&) { // another version's document: say nothing rather than something wrong
    lines.clear();
  }
  return lines;
}

void ScreenMeter::shown(std::uint64_t version, double age_s) {
  if (version == version_) return;
  version_ = version;
  ages_s_.push_back(std::max(0.0, age_s));
  if (ages_s_.size() > kMost) ages_s_.pop_front();
}

Spread spread_of(std::vector<double> values) {
  if (values.empty()) return {};
  std::ranges::sort(values);
  auto const at = [&](double share) {
    return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
  };
  return {at(0.5), at(0.99)};
}

Spread ScreenMeter::spread() const {
  return spread_of({ages_s_.begin(), ages_s_.end()});
}

void HealthPanel::draw(Moment const& moment, ScreenMeter const& screen, Spread const& input) {
  if (!open_) return;
  ui::PanelKit& kit = around_.kit;
  auto const lines = feed_lines(around_.service.status());
  float const width = std::min(720 * kit.scale(), 0.6F * static_cast<float>(moment.view.width));
  ImGui::SetNextWindowSizeConstraints({width, 0}, {width, 0.7F * static_cast<float>(moment.view.height)});
  if (kit.begin("feeds", static_cast<float>(moment.view.width) / 2, static_cast<float>(moment.view.height) / 2, 0.5F,
                0.5F)) {
    kit.heading("health.title");
    ImGui::PushFont(kit.fonts().small);
    kit.second_text("health.about", kit.words("health.about"));
    if (lines.empty())
      kit.text("health.none", kit.words("health.none"));
    else
      table(lines);
    if (lines.size() > kMost)
      kit.second_text("health.more", kit.words("health.more", std::to_string(lines.size() - kMost)));
    kit.text("health.screen", kit.words("health.screen", text_of(screen.spread())));
    kit.text("health.input", kit.words("health.input", text_of(input)));
    ImGui::PopFont();
  }
  kit.end();
}

void HealthPanel::table(std::vector<FeedLine> const& lines) {
  ui::PanelKit& kit = around_.kit;
  constexpr std::array kColumns{"health.feed", "health.rate", "health.silent",
                                "health.lag",  "health.core", "health.lost"};
  if (!ImGui::BeginTable("feeds", static_cast<int>(kColumns.size()), ImGuiTableFlags_RowBg)) return;
  for (std::size_t i = 0; i < kColumns.size(); ++i) {
    ImGui::TableSetupColumn(kit.words(kColumns[i]).c_str(), ImGuiTableColumnFlags_WidthStretch, i == 0 ? 2.0F : 1.0F);
    kit.note(kColumns[i], kit.words(kColumns[i]));
  }
  ImGui::TableHeadersRow();
  for (std::size_t i = 0; i < std::min(lines.size(), kMost); ++i)
    line(lines[i]);
  ImGui::EndTable();
}

void HealthPanel::line(FeedLine const& feed) {
  ui::PanelKit& kit = around_.kit;
  ImGui::TableNextRow();
  ImGui::TableNextColumn();
  kit.mark(status_of(feed));
  ImGui::TextUnformatted(feed.source.c_str());
  std::string said = feed.source + " | " + feed.state;
  auto const cell = [&](std::string const& text) {
    ImGui::TableNextColumn();
    ImGui::TextUnformatted(text.c_str());
    said += " | " + text;
  };
  cell(fmt::format("{:.1f}", feed.rate_per_s));
  cell(feed.silent_s ? fmt::format("{:.1f}", *feed.silent_s) : "–");
  cell(text_of(feed.lag));
  cell(text_of(feed.to_snapshot));
  cell(fmt::format("{} / {}", feed.missing, feed.rejected));
  kit.note("feeds." + feed.source, said);
}

} // namespace dalian::workplaces
