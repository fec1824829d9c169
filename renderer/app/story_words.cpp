#include "renderer/app/story_words.hpp"

#include <fmt/format.h>

namespace dalian::viewer {
namespace {

/// "12.3", "1 234": thin groups from five figures on.
std::string number(double value, int digits) {
  std::string text = fmt::format("{:.{}f}", value, digits);
  auto const whole = std::min(text.find('.'), text.size());
  if (whole < 5) return text;
  for (std::size_t at = whole; at > 3 + (text[0] == '-' ? 1 : 0); at -= 3)
    text.insert(at - 3, " ");
  return text;
}

} // namespace

ui::SlideCard StoryWords::card(Card const& card, ui::Language language, SlideFacts const& facts) const {
  constexpr std::array kKinds{"story.target", "story.modelled", "story.counted", "story.computed"};
  bool const modelled = card.kind == CardKind::modelled || card.kind == CardKind::computed;
  ui::SlideCard out{card.label.in(language), card.value.in(language), card.unit.in(language),
                    words_.text(language, kKinds[static_cast<std::size_t>(card.kind)]) + " · " +
                        card.source.in(language),
                    modelled ? ui::ChipMark::hatched : ui::ChipMark::plain};
  if (card.kind == CardKind::counted) count(card, language, facts.live, out);
  if (card.kind == CardKind::counted && facts.counted != nullptr) out.trend = facts.counted->trend(card.count);
  if (card.kind == CardKind::computed) compute(card, language, facts, out);
  return out;
}

void StoryWords::count(Card const& card, ui::Language language, LiveMoment const& live, ui::SlideCard& out) const {
  Figure const figure = live.view ? figure_of(card.count, *live.view, live.now) : Figure{};
  if (!figure.known) {
    out.value = "–";
    out.source = figure.age_s > 0 ? words_.text(language, "story.silent", fmt::format("{:.0f}", figure.age_s))
                                  : words_.text(language, "caption.no_feed");
    return;
  }
  out.value = number(figure.value, 0);
  if (figure.synthetic) {
    out.mark = ui::ChipMark::dashed;
    out.source = words_.text(language, "caption.synthetic") + " · " + card.source.in(language);
  }
}

/// With its range: a figure without it would say more than is known.
void StoryWords::compute(Card const& card, ui::Language language, SlideFacts const& facts, ui::SlideCard& out) const {
  auto const find = [&](ModelledFigures const* from) { return from ? from->find(card.figure, card.zone) : nullptr; };
  auto const *planned = find(facts.planned), *base = find(facts.base);
  auto const* figure = card.of == FigureOf::base ? base : planned;
  if (figure == nullptr || (card.of == FigureOf::change && base == nullptr)) {
    bool const here = facts.planned != nullptr && facts.base != nullptr; // and yet not this one
    out.value = "–";
    out.source =
        words_.text(language, here || !facts.modelled_trouble.empty() ? "story.not_computed" : "story.computing");
    return;
  }
  double const factor = card.factor[static_cast<std::size_t>(language)];
  auto const shown = [&](double value) { return number(value * factor, card.digits); };
  out.value = shown(figure->value);
  if (figure->low < figure->high) out.range = fmt::format("{} … {}", shown(figure->low), shown(figure->high));
  if (card.of == FigureOf::change) {
    double const change = figure->value - base->value;
    out.value = (change > 0 ? "+" : "") + shown(change);
    out.range = fmt::format("{} → {}", shown(base->value), shown(figure->value));
    if (shown(base->value) == shown(figure->value)) {
      out.value = "±0";
      out.source = words_.text(language, "story.no_difference") + " · " + card.source.in(language);
    }
  }
  if (card.target > 0) {
    out.target = words_.text(language, "story.target_of", shown(card.target));
    out.share = figure->value / card.target;
  }
}

ui::StoryChart StoryWords::chart(ChartOf of, ui::Language language, ProjectBank const& bank) const {
  ui::StoryChart out;
  out.title = words_.text(language, of == ChartOf::projects_by_zone ? "projects.by_zone" : "projects.by_industry");
  out.note = bank.note.in(language);
  for (ProjectStatus const status : kProjectStatuses)
    out.parts.push_back(words_.text(language, fmt::format("projects.{}", name_of(status))));
  for (ProjectRow const& row : count_projects(bank, of)) {
    ui::ChartRow bar{row.name.in(language), {}};
    for (int const count : row.count)
      bar.values.push_back(static_cast<float>(count));
    out.rows.push_back(std::move(bar));
  }
  return out;
}

ui::StorySlide StoryWords::slide(Story const& story, std::size_t scene, ui::Language language,
                                 SlideFacts const& facts) const {
  StoryScene const& now = story.scenes[scene];
  ui::StorySlide slide;
  slide.first = language;
  slide.second = language == ui::Language::ja ? ui::Language::zh : ui::Language::ja;
  slide.title = story.title.in(language);
  slide.subtitle = story.subtitle.in(language);
  slide.caption_first = now.caption.in(language);
  slide.caption_second = now.caption.in(slide.second);
  for (Card const& c : now.cards)
    slide.cards.push_back(card(c, language, facts));
  if (now.chart != ChartOf::nothing && facts.projects != nullptr)
    slide.chart = chart(now.chart, language, *facts.projects);
  slide.scene = scene;
  slide.scenes = story.scenes.size();
  return slide;
}

} // namespace dalian::viewer
