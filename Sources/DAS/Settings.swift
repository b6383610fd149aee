public import CDAS
internal import DASCore

/// The settings of one stage.
final class SettingsHandle: Handle {
  var settings: Settings

  init(_ settings: Settings) { self.settings = settings }
}

/// Creates the default settings of a stage. Free them with das_settings_free.
///
/// A stage is a detector ("iforest", "pca", "ecod", "ocsvm", "knn", "lof", "drl", "consensus"), a
/// booster ("random_forest", "extra_trees", "decision_tree", "mlp", "voting"), "synthesis" or
/// "fusion"; das_stage_at lists them.
@c(das_settings_create)
public func das_settings_create(
  _ context: das_context_ref?, _ stage: UnsafePointer<CChar>?,
  _ settings: UnsafeMutablePointer<das_settings_ref?>?
) -> das_status {
  guarded(context) { _ in
    let settings = try required(settings, "settings")
    let stage = try Stages.named(try requiredText(stage, "stage"))
    SettingsHandle(Settings(for: stage)).give(to: settings)
  }
}

/// Creates the settings of a preset ("default" or "paper") for a role: "synthesis", "booster" or
/// "fusion". Change them and put them into das_enhance_options. Free them with das_settings_free.
@c(das_settings_preset)
public func das_settings_preset(
  _ context: das_context_ref?, _ preset: UnsafePointer<CChar>?, _ role: UnsafePointer<CChar>?,
  _ settings: UnsafeMutablePointer<das_settings_ref?>?
) -> das_status {
  guarded(context) { _ in
    let settings = try required(settings, "settings")
    let preset = try Preset(named: try requiredText(preset, "preset"))
    let role = try requiredText(role, "role")
    let made =
      switch role {
      case "synthesis": try preset.synthesis()
      case "booster": try preset.booster()
      case "fusion": try preset.fusion()
      default:
        throw DASError(
          .unknownName,
          "there is no role \(role.quoted); there are synthesis, booster, fusion")
      }
    SettingsHandle(made).give(to: settings)
  }
}

/// Frees settings; NULL is fine.
@c(das_settings_free)
public func das_settings_free(_ settings: das_settings_ref?) { SettingsHandle.release(settings) }

/// Sets a setting to an integer; a setting that takes only reals converts it.
///
/// An unknown name or a value out of range is an error, and changes nothing.
@c(das_settings_set_int)
public func das_settings_set_int(
  _ context: das_context_ref?, _ settings: das_settings_ref?, _ name: UnsafePointer<CChar>?,
  _ value: Int64
) -> das_status {
  set(context, settings, name) { .integer(Int(value)) }
}

/// Sets a setting to a real. Some settings take both kinds with different meanings: `max_samples`
/// 1.0 is all rows, 1 is one row.
@c(das_settings_set_real)
public func das_settings_set_real(
  _ context: das_context_ref?, _ settings: das_settings_ref?, _ name: UnsafePointer<CChar>?,
  _ value: Double
) -> das_status {
  set(context, settings, name) { .real(value) }
}

/// Sets a setting to one of its words.
@c(das_settings_set_text)
public func das_settings_set_text(
  _ context: das_context_ref?, _ settings: das_settings_ref?, _ name: UnsafePointer<CChar>?,
  _ value: UnsafePointer<CChar>?
) -> das_status {
  set(context, settings, name) { .text(try requiredText(value, "value")) }
}

/// Sets a setting to a square matrix, and copies it.
/// - Parameters:
///   - value: n x n, finite.
@c(das_settings_set_matrix)
public func das_settings_set_matrix(
  _ context: das_context_ref?, _ settings: das_settings_ref?, _ name: UnsafePointer<CChar>?,
  _ value: UnsafePointer<das_matrix>?
) -> das_status {
  guarded(context) { execution in
    let handle = SettingsHandle.from(try required(settings, "settings"))
    let name = try requiredText(name, "name")
    let view = try MatrixView.importing(value, "value", for: .setting, on: execution)
    try handle.settings.set(name, to: .matrix(Setting.SquareMatrix(copying: view, name)))
  }
}

private func set(
  _ context: das_context_ref?, _ settings: das_settings_ref?, _ name: UnsafePointer<CChar>?,
  _ value: () throws -> Setting.Value
) -> das_status {
  guarded(context) { _ in
    let handle = SettingsHandle.from(try required(settings, "settings"))
    try handle.settings.set(try requiredText(name, "name"), to: try value())
  }
}

/// Returns the name of the settings' stage; NULL for NULL. Static, never freed.
@c(das_settings_stage)
public func das_settings_stage(_ settings: das_settings_const_ref?) -> UnsafePointer<CChar>? {
  withoutTraps {
    guard let stage = settings.map({ SettingsHandle.from($0).settings.stage }) else { return nil }
    return SettingTexts.stages.first { $0.text == stage }?.name
  }
}

/// Writes the value of a setting as text, zero-terminated, in the form of default_value in
/// das_setting_info. Of a matrix it is the order alone.
/// - Parameters:
///   - buffer: receives the text; NULL with capacity 0 asks for the size alone.
///   - size: receives the bytes needed, including the terminating zero.
@c(das_settings_value)
public func das_settings_value(
  _ context: das_context_ref?, _ settings: das_settings_const_ref?, _ name: UnsafePointer<CChar>?,
  _ buffer: UnsafeMutablePointer<CChar>?, _ capacity: Int64, _ size: UnsafeMutablePointer<Int64>?
) -> das_status {
  guarded(context) { _ in
    let settings = SettingsHandle.from(try required(settings, "settings")).settings
    let value = try settings.value(of: requiredText(name, "name"))
    try copy(value.plainText, to: buffer, capacity: capacity, size: size)
  }
}

/// Returns the name of stage number `index`, from 0; NULL past the last. Static, never freed. Any
/// thread may call this.
@c(das_stage_at)
public func das_stage_at(_ index: Int32) -> UnsafePointer<CChar>? {
  withoutTraps {
    SettingTexts.stages.indices.contains(Int(index)) ? SettingTexts.stages[Int(index)].name : nil
  }
}

/// Describes setting number `index` of a stage, from 0. Set `info->size` before the call.
///
/// DAS_ERROR_OUT_OF_RANGE past the last setting, DAS_ERROR_UNKNOWN_NAME for an unknown stage.
/// docs/reference/settings.md has the whole table. Any thread may call this.
@c(das_setting_at)
public func das_setting_at(
  _ stage: UnsafePointer<CChar>?, _ index: Int32, _ info: UnsafeMutablePointer<das_setting_info>?
) -> das_status {
  guarded(nil) { _ in
    let name = try requiredText(stage, "stage")
    let info = try required(info, "info")
    try checkSize(info.pointee.size, of: das_setting_info.self, "info")
    _ = try Stages.named(name)
    let settings = SettingTexts.stages.first { $0.text == name }?.settings ?? []
    guard settings.indices.contains(Int(index)) else {
      throw DASError(.outOfRange, "\(name) has \(settings.count) settings, not number \(index)")
    }
    info.pointee = settings[Int(index)]
  }
}
