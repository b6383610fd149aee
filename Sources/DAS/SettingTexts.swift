internal import CDAS
internal import DASCore

/// The table of settings as C sees it, made once.
enum SettingTexts {
  struct StageTexts {
    let text: String
    let name: UnsafePointer<CChar>
    let settings: [das_setting_info]
  }

  nonisolated(unsafe) static let stages: [StageTexts] = Stages.all.map { stage in
    StageTexts(
      text: stage.name, name: StaticText.make(stage.name), settings: stage.settings.map(describe))
  }

  private static func describe(_ setting: Setting) -> das_setting_info {
    var takes = 0
    if setting.integers != nil { takes |= DAS_TAKES_INTEGER }
    if setting.reals != nil { takes |= DAS_TAKES_REAL }
    if !setting.texts.isEmpty { takes |= DAS_TAKES_TEXT }
    if setting.takesMatrix { takes |= DAS_TAKES_MATRIX }
    return das_setting_info(
      size: MemoryLayout<das_setting_info>.size, name: StaticText.make(setting.name),
      takes: Int32(takes), reserved: 0, min_integer: Int64(setting.integers?.lowerBound ?? 0),
      max_integer: Int64(setting.integers?.upperBound ?? 0),
      min_real: setting.reals?.lowerBound ?? 0, max_real: setting.reals?.upperBound ?? 0,
      choices: StaticText.make(setting.texts.joined(separator: "|")),
      default_value: StaticText.make(setting.defaultValue.plainText),
      help: StaticText.make(setting.help))
  }
}

extension Setting.Value {
  /// The value without the quotes that messages put around words.
  var plainText: String {
    if case .text(let word) = self { return word }
    return "\(self)"
  }
}
