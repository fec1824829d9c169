#include "renderer/workplaces/screen_words.hpp"

namespace dalian::workplaces {

whatif::ReportWords const& ScreenWords::in(Surroundings const& around) {
  std::string const language(ui::code(around.kit.language()));
  if (!words_ || words_->language() != language) {
    auto read = whatif::read_report_words(around.assets / "lang/report.json", language);
    words_ = read ? std::move(read).value() : whatif::ReportWords(language, {});
  }
  return *words_;
}

} // namespace dalian::workplaces
