#include "renderer/app/film_job.hpp"

#include "renderer/app/film_progress.hpp"
#include "renderer/app/handout.hpp"
#include "renderer/app/picture_feed.hpp"
#include "renderer/app/still_job.hpp"
#include "renderer/app/story_grounds.hpp"
#include "renderer/app/story_path.hpp"
#include "renderer/app/story_words.hpp"
#include "renderer/app/video_encoder.hpp"
#include "twin/base/print_pdf.hpp"

#include <cmath>
#include <fmt/format.h>
#include <fstream>

namespace dalian::viewer {
namespace {

constexpr double kDissolve_s = 0.8;

/// What lives during a story. Of a feed of our own the twin is asked anew for every second of the film, with so much
/// more heard: so every frame knows the same as in the last run.
class FilmFeed {
 public:
  explicit FilmFeed(CommandLine const& options) : options_(&options) {}

  /// `since_s` after the first frame under this light.
  LiveMoment at(Instant light, double since_s) {
    auto const second = static_cast<int>(std::floor(since_s + 1e-6));
    if (!options_->connect.empty()) {
      if (!feed_) feed_.emplace(*options_, light, 0);
      return feed_->moment();
    }
    if (!feed_ || light != light_ || second != second_) {
      feed_.emplace(*options_, light, options_->seconds + second);
      moment_ = feed_->moment();
      light_ = light, second_ = second;
    }
    LiveMoment moment = moment_;
    moment.now += from_seconds(since_s - second);
    return moment;
  }

 private:
  CommandLine const* options_;
  std::optional<PictureFeed> feed_;
  LiveMoment moment_;
  Instant light_{};
  int second_ = -1;
};

/// `to` takes the place of `from`; `share` 0…1.
void dissolve(gpu::Picture const& from, gpu::Picture& to, double share) {
  auto const w = static_cast<unsigned>(std::lround(256 * share));
  for (std::size_t i = 0; i < to.rgba.size(); ++i)
    to.rgba[i] = static_cast<std::uint8_t>((from.rgba[i] * (256 - w) + to.rgba[i] * w + 128) >> 8);
}

class Film {
 public:
  Film(gpu::Device& device, PictureAssets const& assets, CommandLine const& options)
      : options_(&options), story_(or_throw(read_story(or_throw(story_file(assets.folder, options.script))))),
        path_(story_, views_of(assets), assets.terrain), words_(or_throw(ui::Lang::load(assets.folder / "lang"))),
        grounds_(or_throw(StoryGrounds::open(story_, assets.folder))), feed_(options), stage_(device, assets, options) {
    or_throw(grounds_.wait());
  }

  double duration_s() const { return path_.duration_s(); }
  std::size_t scenes() const { return story_.scenes.size(); }
  Story const& story() const { return story_; }
  ui::StorySlide const& slide() const { return slide_; } // of the last picture
  /// When everything of a scene is there and nothing of the next.
  double full_s(std::size_t scene) const { return path_.ends_s(scene) - 0.5; }
  ui::Language language() const {
    return options_->language.empty() ? ui::Language::zh : ui::language_from(options_->language);
  }

  /// To be asked in the order of time: a cut dissolves from the picture before it.
  gpu::Picture at(double t_s, double frame_s) {
    auto const moment = path_.at(t_s);
    StoryScene const& scene = story_.scenes[moment.scene];
    if (scene.light != light_) light_ = scene.light, light_since_s_ = t_s;
    LiveMoment live = feed_.at(scene.light, t_s - light_since_s_);
    slide_ = slide_of(moment, t_s, live);
    stage_.show(std::move(live));
    if (moment.scene != shown_) {
      stage_.show_layers(scene.layers);
      if (moment.cut) before_ = std::move(last_);
      shown_ = moment.scene;
    }
    Shot const shot{moment.camera, scene.light, scene.weather, frame_s};
    auto picture = stage_.frame(shot, options_->samples, [&](auto const& view, auto& painter, auto& list) {
      return ui::draw_story_slide(slide_, view, painter, list);
    });
    if (moment.cut && moment.since_s < kDissolve_s && !before_.rgba.empty())
      dissolve(before_, picture, moment.since_s / kDissolve_s);
    last_ = picture;
    return picture;
  }

 private:
  std::vector<scene::Bookmark> views_of(PictureAssets const& assets) const {
    std::vector<scene::Bookmark> views;
    for (StoryScene const& scene : story_.scenes)
      views.push_back(view_of(assets, scene.view));
    return views;
  }
  ui::StorySlide slide_of(StoryPath::Moment const& moment, double t_s, LiveMoment const& live) const {
    auto slide = words_.slide(story_, moment.scene, language(), grounds_.facts(live));
    double const left_s = path_.ends_s(moment.scene) - t_s;
    slide.opacity = std::clamp(std::min(moment.since_s / 0.5, left_s / 0.4), 0.0, 1.0);
    return slide;
  }

  CommandLine const* options_;
  Story story_;
  StoryPath path_;
  StoryWords words_;
  StoryGrounds grounds_;
  FilmFeed feed_;
  PictureStage stage_;
  Instant light_{};
  double light_since_s_ = 0;
  std::size_t shown_ = static_cast<std::size_t>(-1);
  gpu::Picture last_, before_;
  ui::StorySlide slide_;
};

int take_one(Film& film, CommandLine const& o) {
  make_folder_for(o.shot);
  gpu::write_png(film.at(*o.at_s, std::numeric_limits<double>::infinity()), o.shot);
  fmt::print("{}\n", o.shot.string());
  return 0;
}

std::string bytes_of(std::filesystem::path const& file) {
  std::ifstream in(file, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

/// Every scene once. PDF goes by an HTML file that stays where it could not be printed.
int take_handout(Film& film, PictureAssets const& assets, CommandLine const& o) {
  make_folder_for(o.handout);
  Story const& story = film.story();
  auto const lang = film.language();
  auto const lang_table = or_throw(ui::Lang::load(assets.folder / "lang"));
  HandoutWords const words{std::string(ui::code(lang)), story.title.in(lang), story.subtitle.in(lang),
                           lang_table.text(lang, "handout.note")};
  std::filesystem::path const part = o.handout.string() + ".part.png";
  std::vector<HandoutPage> pages;
  for (std::size_t i = 0; i < film.scenes(); ++i) {
    gpu::write_png(film.at(film.full_s(i), std::numeric_limits<double>::infinity()), part);
    auto const& caption = story.scenes[i].caption;
    pages.push_back({bytes_of(part), film.slide(), {caption.zh, caption.ja, caption.en}});
    fmt::print(stderr, "scene {} of {}\n", i + 1, film.scenes());
  }
  std::filesystem::remove(part);
  bool const printed = o.handout.extension() == ".pdf";
  auto html = o.handout;
  html.replace_extension(".html");
  std::ofstream out(html, std::ios::binary);
  out << handout_html(words, pages);
  if (!out.flush()) throw std::runtime_error(html.string() + ": cannot be written: make room or mend its rights");
  out.close();
  if (printed) {
    or_throw(print_pdf(html.string(), o.handout.string()));
    std::filesystem::remove(html);
  }
  fmt::print("{}: {} pages\n", o.handout.string(), pages.size());
  return 0;
}

int take_all(Film& film, CommandLine const& o) {
  make_folder_for(o.video);
  VideoForm const form{static_cast<std::uint32_t>(o.width ? o.width : 1280),
                       static_cast<std::uint32_t>(o.height ? o.height : 720), o.frames_per_s};
  auto const encoder = or_throw(VideoEncoder::start(o.video, form));
  double const frame_s = 1.0 / o.frames_per_s;
  auto const frames = static_cast<std::size_t>(std::lround(film.duration_s() * o.frames_per_s));
  FilmProgress progress(frames);
  for (std::size_t i = 0; i < frames; ++i) {
    auto const picture = film.at(static_cast<double>(i) * frame_s, frame_s);
    progress.frame(picture);
    or_throw(encoder->add(picture));
  }
  or_throw(encoder->finish());
  fmt::print("{}: {} frames, {:.1f} s, pixels {:016x}\n", o.video.string(), frames,
             static_cast<double>(frames) * frame_s, progress.hash());
  return 0;
}

} // namespace

int run_film(CommandLine const& options) {
  PictureAssets const assets = load_picture_assets(options);
  gpu::Device device({.validate = options.validate, .instance_extensions = {}, .swapchain = false});
  CommandLine calm = options;
  if (!options.handout.empty()) calm.samples = passes::kSubFrames; // on paper as calm as a still picture
  Film film(device, assets, calm);
  int const status = !options.handout.empty() ? take_handout(film, assets, calm)
                     : options.at_s           ? take_one(film, calm)
                                              : take_all(film, calm);
  for (auto const& message : device.log().first_messages())
    fmt::print(stderr, "twinview: validation: {}\n", message);
  return device.log().count() == 0 ? status : 1;
}

} // namespace dalian::viewer
