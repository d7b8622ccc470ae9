/**
 * A figure laid out anew for a narrow screen, where the wide one's texts would be too small to read. Each panel becomes
 * a figure, one below the other, without the lines that the page's own caption and sections say too.
 */
import type { BarPanel, Figure, Panel } from '@fived/charts';

/** Logical pixels. When it is shown 330 pixels wide, the smallest text (19 logical pixels) has a size of 10. */
const WIDTH = 640;
const HEIGHT = 620;
/** Where bars are narrow, the categories' labels are turned and take more height. */
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
