// Records of what is shown as data over the city: flow lines and volumes. Included by GLSL (scalar block layout) and,
// through renderer/scene/data_types.hpp, by C++. Positions are whole millimetres from the scene's origin.
#ifndef DALIAN_DATA_TYPES_H
#define DALIAN_DATA_TYPES_H

struct FlowPoint {
  ivec3 position_mm;
  float along_m; // from the start of its line
  uint style;    // index of FlowStyle, and FLOW_FIRST or FLOW_LAST at the ends of a line
};
#define FLOW_FIRST 0x80000000u
#define FLOW_LAST 0x40000000u
#define FLOW_STYLE_MASK 0x3fffffffu

struct FlowStyle {
  uint color;     // RGBA8, sRGB
  float width_m;
  float least_px; // never thinner than this, on 720 lines
  float beat_hz;  // pulses per second past a point, negative: against the line; 0: an even line
};
#define FLOW_PERIOD_M 24.0 // between pulses seen from near; doubled as often as the view needs
#define FLOW_PERIOD_PX 30.0
#define FLOW_HEAD 0.90 // of a period, where a pulse is brightest …
#define FLOW_TAIL 0.30 // … and where it begins

struct VolumeVertex {
  ivec3 position_mm;
  float above; // 0 at the foot … 1 at the top
  uint style;  // index of VolumeStyle
};

struct VolumeStyle {
  vec3 color;       // sRGB
  float body_per_m; // optical depth of a metre inside
  float shell;      // optical depth of its surface at the foot …
  float shell_top;  // … and at the top
};

#endif
