#pragma once
// The window program: joins input, camera, twin, scene and panels, one step per frame. Main thread only.
#include "renderer/app/app.hpp"
#include "renderer/app/camera_control.hpp"
#include "renderer/app/feed_meter.hpp"
#include "renderer/app/flight_meter.hpp"
#include "renderer/app/frame_cost.hpp"
#include "renderer/app/input.hpp"
#include "renderer/app/input_meter.hpp"
#include "renderer/app/kept_views.hpp"
#include "renderer/app/layers.hpp"
#include "renderer/app/pace.hpp"
#include "renderer/app/screen.hpp"
#include "renderer/app/settings.hpp"
#include "renderer/app/ui_dump.hpp"
#include "renderer/app/wall.hpp"
#include "renderer/app/window.hpp"
#include "renderer/passes/city_geometry.hpp"
#include "renderer/passes/picture_renderer.hpp"
#include "renderer/scene/bookmarks.hpp"
#include "renderer/scene/picking.hpp"
#include "renderer/scene/rotor_clock.hpp"
#include "renderer/ui/panels.hpp"
#include "renderer/ui/picture_overlay.hpp"
#include "renderer/workplaces/health_panel.hpp"
#include "renderer/workplaces/measuring.hpp"
#include "renderer/workplaces/search_panel.hpp"
#include "renderer/workplaces/shown_scenario.hpp"
#include "renderer/workplaces/workplaces.hpp"
#include "twin/app/wall_link.hpp"
#include "twin/view/weather_report.hpp"

#include <memory>

namespace dalian::viewer {

class Briefing;

/// What is loaded before the window opens.
struct ViewerAssets {
  std::shared_ptr<view::City const> city;
  std::shared_ptr<view::Terrain const> terrain;
  std::vector<scene::Bookmark> bookmarks;
  ui::Lang lang;
};

/// A sentence on the screen until `until_s` of the steady clock.
struct Notice {
  std::string text;
  double until_s = 0;
};

class ViewerApp {
 public:
  /// Throws std::runtime_error (GpuError among them) with one clear line when it cannot start.
  ViewerApp(WindowOptions const& options, ViewerAssets assets, std::unique_ptr<app::Service> service);
  ~ViewerApp();
  ViewerApp(ViewerApp const&) = delete;
  ViewerApp& operator=(ViewerApp const&) = delete;

  /// Until the window closes. Exit status.
  int run();

 private:
  // One step of the loop, in this order.
  UserInput look_at_input(double wait_s);
  bool may_close();
  bool drawable(VkExtent2D window);
  void obey(UserInput const& input);
  void look_at_twin();
  void look_at_weather();
  void draw_frame(UserInput const& input, PaceStep step);
  PaceInput pace_input(UserInput const& input, bool camera_moved) const;

  // Parts of draw_frame.
  void resize(VkExtent2D window, double scale);
  ui::PanelFacts panel_facts() const;
  void draw_panels(UserInput const& input);
  void compose_overlay(double elapsed_s);
  ScreenContent screen_content(UserInput const& input, gpu::Swapchain::Target const& target);
  std::optional<passes::Selection::Look> selection_look() const;
  passes::PictureInput picture_input(passes::Quality quality);
  void take_answer(PickAnswer const& answer);
  void note_cost(PaceStep const& step);
  void prepare_kernels(PaceStep& step);
  bool fly_on(PaceStep const& step);
  void show_movers();
  void write_ui_dump(bool settled);
  void toggle_layer(std::string const& name);
  LiveThings live() const { return {now_, twin_->movers()}; }

  // Pictures of the window: viewer_shot.cpp.
  bool held() const { return paused_ || posing_; }
  /// When ages are told of: while a picture is taken, the instant that it shows.
  Instant told_now() const { return posing_ ? now_ : service_->now(); }
  bool shot_taken(PaceStep const& step);
  void look_for_the_last_time();
  void shoot();

  // Of the workplaces: viewer_workplace.cpp.
  workplaces::Moment moment(UserInput const& input) const;
  void add_briefing();
  void open_story_again();
  void enter(ui::WorkplaceKind kind);
  void draw_workplace(UserInput const& input);
  void grant(workplaces::Wishes wishes);
  void stand(std::shared_ptr<std::vector<scene::StandingThing> const> standing);
  void tell(std::string notice);

  void obey_digit(std::size_t number);
  void set_language(ui::Language language);

  // Of a wall: viewer_wall.cpp.
  void take_seat();
  bool follows() const { return receiver_ != nullptr; }
  WallScene scene_now() const;
  void lead();
  void follow(UserInput& input);
  void draw_followed(UserInput const& input);
  double wall_scale(std::uint32_t height) const;
  glm::ivec2 wall_from(std::uint32_t height) const;
  glm::uvec2 wall_size(std::uint32_t height) const;

  // How the panels look: viewer_look.cpp.
  void follow_look(VkExtent2D window);
  void next_scale();
  void next_theme();
  void obey_kept(UserInput const& input);
  void fly_to(std::string_view bookmark);
  Instant light_time() const { return light_ ? *light_ : now_; }
  ui::ViewFrustum frustum() const;
  double wall_s() const;

  WindowOptions options_;
  ViewerAssets assets_;
  std::unique_ptr<app::Service> service_;
  Settings settings_;

  Window window_;
  Input input_;
  gpu::Device device_;
  gpu::Swapchain swapchain_;
  gpu::ShaderFolder shaders_;
  gpu::FrameRing ring_;
  std::unique_ptr<passes::CityGeometry> geometry_; // outlives the renderer that draws it
  passes::PictureRenderer renderer_;
  std::unique_ptr<Layers> layers_;
  ui::FontFiles fonts_;
  ui::GlyphAtlas atlas_;
  ui::PictureOverlay overlay_;
  ui::ImGuiLayer imgui_;
  ui::PanelKit kit_;
  ui::PanelDrawer panels_;
  ui::TextPainter painter_;
  workplaces::Surroundings around_;
  workplaces::Workplaces workplaces_;
  workplaces::SearchPanel search_;
  workplaces::HealthPanel health_;
  workplaces::Measuring measuring_;
  workplaces::ScreenMeter shown_;
  Screen screen_;
  CameraControl camera_;
  Pace pace_;
  FeedMeter meter_;
  FlightMeter flight_;
  std::unique_ptr<app::WallSender> sender_;             // of a leader
  std::unique_ptr<app::WallReceiver> receiver_;         // of a screen
  std::unique_ptr<workplaces::ShownScenario> scenario_; // of a screen that shows one
  WallScene scene_;                                     // told, or heard
  double told_s_ = -1e9;
  Briefing* briefing_ = nullptr; // of workplaces_
  InputMeter input_meter_;
  FrameCost panels_cost_;

  std::shared_ptr<view::CityView const> twin_, drawn_view_; // the latest; the one whose movers the GPU has
  Instant now_{};                                           // twin time the movers are drawn at
  Instant epoch_{};                                         // of the movers' clock on the GPU
  std::optional<passes::Weather> weather_;                  // chosen; empty: by report_, else clear
  std::optional<view::WeatherReport> report_;               // of the station nearest to the eye
  double last_report_s_ = -1e9;                             // when it was looked for
  KeptViews kept_{kept_views_file()};                       // of the user
  scene::RotorClock rotors_;                                // blades go on when the report changes
  std::string view_name_;                                   // bookmark we are at, or flying to
  std::optional<Instant> light_;                            // instant the sun is drawn for; empty: the twin's own time
  double close_asked_s_ = -1e9;
  ui::PanelRequests requests_;
  ui::Shown last_shown_;
  ui::DrawList over_city_;              // marks of the workplace
  workplaces::Wishes wishes_;           // of the last frame
  std::optional<scene::Entity> picked_; // for the workplace
  std::shared_ptr<std::vector<scene::StandingThing> const> standing_;
  std::shared_ptr<view::Field const> own_field_;
  std::shared_ptr<alarms::AlarmList const> alarms_; // whose open ones are counted
  std::ptrdiff_t open_alarms_ = 0;
  std::vector<Notice> notices_;
  std::string story_trouble_; // why there is no story; then it is tried again
  double story_tried_s_ = 0;
  ui::DrawList overlay_list_;
  scene::Entity hovered_, selected_;
  std::optional<view::Inspection> inspection_;
  std::string layer_trouble_;
  std::optional<PickRequest> click_; // waits to be asked
  bool selection_gone_ = false, paused_ = false, posing_ = false, help_ = false, layers_open_ = false,
       light_changed_ = true, things_changed_ = false;
  bool fits_ = true;                                // the window, into what the device draws
  double scale_ = 0;                                // of the scene's targets; 0: none made yet
  passes::Quality quality_ = passes::Quality::full; // of the last scene
  double first_frame_s_ = 0, last_frame_s_ = 0, last_scene_s_ = 0.2, last_rough_s_ = 0, last_dump_s_ = 0;
  unsigned steps_old_ = 0;   // frames since the picture's size or quality changed
  std::uint64_t frames_ = 0; // shown
  unsigned awake_ = 4;       // frames that must still be drawn after the last input, for answers and fades
};

/// Of panels: they keep their proportion to the window between a small laptop and a wall, times what the user likes.
float panel_scale(int width, int height, double liked);

/// Hours since midnight in China (UTC+8).
double hour_of_day(Instant t);

} // namespace dalian::viewer
