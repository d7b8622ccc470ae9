/**
 * A figure laid out anew for a narrow screen, where the wide one's texts would be too small to read: a figure a panel,
 * one below the other, without the lines that the page's own caption and sections say as well.
 */
import type { BarPanel, Figure, Panel } from '@fived/charts';

/** Logical pixels. Shown 330 pixels wide, the smallest text (19 logical pixels) has a size of 10. */
const WIDTH = 640;
const HEIGHT = 620;
/** Labels of categories are turned where bars are narrow, and take more height. */
const BARS_HEIGHT = 820;

const isBars = (panel: Panel | BarPanel): panel is BarPanel => 'categories' in panel;

export const narrowFigures = ({ title, panels }: Figure): readonly Figure[] =>
  panels.map((panel, index) => ({
    width: WIDTH,
    height: isBars(panel) ? BARS_HEIGHT : HEIGHT,
    title: index === 0 ? title : '',
    subtitle: [],
    panels: [panel],
  }));
